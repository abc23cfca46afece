"""Reports: the study of many companies, one vote each.

`votes` holds what the store (or an imported table) hands over, `counting` turns votes into claims,
`league` orders the companies, `published` judges other people's figures, `view` puts it together.
"""

from reports.study.view import Study, study, study_csv, study_headline, study_json

__all__ = ["Study", "study", "study_csv", "study_headline", "study_json"]
