"""The town's companies: 11 fitness centres, 20 lessors (homes and equipment), and a school behind a captcha.

They re-enact an audit of sales departments: 3 of 11 fitness centres answered the question form, 4 of
20 lessors answered and offered a viewing. The school belongs to neither count.
"""

from monitor.testing.companies.equipment import EQUIPMENT
from monitor.testing.companies.fitness import FITNESS
from monitor.testing.companies.homes import HOMES
from monitor.testing.companies.school import SCHOOL
from monitor.testing.company import Company

COMPANIES: tuple[Company, ...] = (*FITNESS, *HOMES, *EQUIPMENT, *SCHOOL)
