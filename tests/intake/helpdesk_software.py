"""A django-helpdesk of its own: a customer writes by the public form, an agent answers; letters leave by SMTP.

python helpdesk_software.py FOLDER SMTP_PORT CUSTOMER
"""

from __future__ import annotations

import sys
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

urlpatterns: list[Any] = []

DJANGO = "django.contrib"
OF_ITS_OWN = ("admin", "auth", "contenttypes", "humanize", "messages", "sessions", "sites", "staticfiles")
MIDDLEWARE = ("sessions.middleware.Session", "auth.middleware.Authentication", "messages.middleware.Message")


def configure(folder: str, port: int) -> None:
    settings.configure(
        SECRET_KEY="x",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SITE_ID=1,
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/desk.db"}},
        INSTALLED_APPS=[*(f"{DJANGO}.{name}" for name in OF_ITS_OWN), "rest_framework", "helpdesk"],
        MIDDLEWARE=[f"{DJANGO}.{name}Middleware" for name in MIDDLEWARE],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        STATIC_URL="/static/",
        MEDIA_ROOT=folder,
        LOGIN_URL="/login/",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        HELPDESK_SUBMIT_A_TICKET_PUBLIC=True,
        HELPDESK_ENABLE_ATTACHMENTS=False,
        HELPDESK_TEAMS_MODE_ENABLED=False,
    )
    django.setup()
    urlpatterns.append(path("", include("helpdesk.urls", namespace="helpdesk")))
    call_command("migrate", verbosity=0)


def ask_and_answer(customer: str) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client
    from helpdesk.models import Queue, Ticket

    queue = Queue.objects.create(
        title="Sales", slug="sales", email_address="help@shop.test", allow_public_submission=True
    )
    agent = get_user_model().objects.create_superuser("maria", "maria@shop.test", "x", first_name="Maria")
    web = Client()
    enquiry = {"title": "Delivery", "body": "How much is delivery to Leeds?", "submitter_email": customer}
    web.post("/tickets/submit/", {**enquiry, "queue": queue.id, "priority": 3})
    ticket = Ticket.objects.get()
    web.force_login(agent)
    said = {"comment": "Delivery is 4.90 and takes two days.", "public": "1", "new_status": "1", "title": ticket.title}
    web.post(f"/tickets/{ticket.id}/update/", {**said, "priority": 3, "owner": agent.id, "queue": queue.id})
    said |= {"comment": "Your parcel left today, so I close this one.", "new_status": "3"}
    web.post(f"/tickets/{ticket.id}/update/", {**said, "priority": 3, "owner": agent.id, "queue": queue.id})


if __name__ == "__main__":
    configure(sys.argv[1], int(sys.argv[2]))
    ask_and_answer(sys.argv[3])
