"""Addresses of the admin's page of mails."""

from django.urls import path

from outbox.views import mail_again, mail_list

urlpatterns = [
    path("administration/mails/", mail_list, name="mail_list"),
    path("administration/mails/again/", mail_again, name="mail_again"),
]
