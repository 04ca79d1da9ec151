"""Addresses for getting in and keeping an account safe: those of allauth's views that the portal needs."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from accounts import assigning_views, people_views, provider_views, sign_in_views, views

urlpatterns = [
    path("", views.account, name="account"),
    path("login/", sign_in_views.sign_in, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    # The page: sign-up is closed, and who gives an account.
    path("signup/", allauth_views.signup, name="account_signup"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in_views.password_change, name="account_change_password"),
    path("password/reset/", sign_in_views.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        sign_in_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", sign_in_views.factors, name="mfa_index"),
    path("2fa/authenticate/", sign_in_views.second_step, name="mfa_authenticate"),
    path("2fa/webauthn/add/", sign_in_views.add_passkey, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", sign_in_views.passkey_sign_in, name="mfa_login_webauthn"),
    path("2fa/totp/activate/", sign_in_views.activate_app, name="mfa_activate_totp"),
    path("2fa/", include("allauth.mfa.urls")),
    path("provider/", provider_views.provider_sign_in, name="provider_sign_in"),
    path("provider/callback/", provider_views.provider_callback, name="provider_callback"),
    path("provider/link/", provider_views.provider_link, name="provider_link"),
    path("provider/unlink/", provider_views.provider_unlink, name="provider_unlink"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/end/", views.sessions_end, name="sessions_end"),
    path("sessions/<int:pk>/end/", views.session_end, name="session_end"),
    path("people/", people_views.people, name="people"),
    path("people/<int:pk>/", people_views.person, name="person"),
    path("people/<int:pk>/password/", people_views.person_password, name="person_password"),
    path("people/<int:pk>/second-factor/", people_views.person_second_factor, name="person_second_factor"),
    path("people/<int:pk>/services/", assigning_views.person_services, name="person_services"),
    path(
        "people/<int:pk>/services/<int:service>/end/",
        assigning_views.person_service_end,
        name="person_service_end",
    ),
    path("people/<int:pk>/state/", people_views.person_state, name="person_state"),
]
