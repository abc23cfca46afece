"""Creates an English and a Russian form page as an editor would."""

from django.core.management import BaseCommand
from wagtail.models import Page, Site

from questions.models import FormPage, Question

ENGLISH = [
    ("Your name", "singleline", True, ""), ("Email address", "email", True, ""), ("Company", "singleline", False, ""),
    ("What is it about?", "dropdown", True, "Sales,Support,Something else"), ("Your message", "multiline", True, ""), ("Send me the newsletter", "checkbox", False, ""),
]  # fmt: skip
RUSSIAN = [
    ("ФИО", "singleline", True, ""), ("Контактный телефон", "singleline", True, ""), ("Электронная почта", "email", False, ""),
    ("Тема обращения", "dropdown", True, "Ремонт,Обслуживание,Другое"), ("Желаемая дата звонка", "date", False, ""), ("Текст обращения", "multiline", True, ""),
    ("Согласие на обработку персональных данных", "checkbox", True, ""), ("Как вам удобнее получить ответ", "radio", True, "По почте,По телефону"),
]  # fmt: skip


class Command(BaseCommand):
    def handle(self, *args, **options):
        root = Page.objects.get(depth=1).add_child(instance=Page(title="Home", slug="start"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": root})
        for title, slug, thanks, fields in (
            ("Contact us", "contact", "Thanks, we have got it.", ENGLISH),
            ("Напишите нам", "vopros", "Ваше обращение принято. Мы ответим в течение дня.", RUSSIAN),
        ):
            page = root.add_child(
                instance=FormPage(
                    title=title,
                    slug=slug,
                    thanks=thanks,
                    to_address="office@site.test",
                    from_address="site@site.test",
                    subject=title,
                )
            )
            for order, (label, kind, required, choices) in enumerate(fields):
                Question.objects.create(
                    page=page, sort_order=order, label=label, field_type=kind, required=required, choices=choices
                )
