"""The texts of messages in a pool's configuration, some of which have two places on the wire."""

from __future__ import annotations

from adapters.api.wire import model as w
from domain.model.pool import MessageTemplates


def message_templates(req: w.CreateUserPoolRequest | w.UpdateUserPoolRequest) -> MessageTemplates:
    """Return the texts; VerificationMessageTemplate wins over the older members beside it."""
    template = req.get("VerificationMessageTemplate", {})
    invitation = req.get("AdminCreateUserConfig", {}).get("InviteMessageTemplate", {})
    return MessageTemplates(
        verification_email=template.get("EmailMessage", req.get("EmailVerificationMessage")),
        verification_subject=template.get("EmailSubject", req.get("EmailVerificationSubject")),
        verification_sms=template.get("SmsMessage", req.get("SmsVerificationMessage")),
        invitation_email=invitation.get("EmailMessage"),
        invitation_subject=invitation.get("EmailSubject"),
        invitation_sms=invitation.get("SMSMessage"),
        authentication_sms=req.get("SmsAuthenticationMessage"),
    )
