"""One public queue, as an administrator would make it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")
django.setup()

from helpdesk.models import Queue  # noqa: E402

Queue.objects.create(
    title="General questions", slug="general", allow_public_submission=True, email_address="desk@site.test"
)
