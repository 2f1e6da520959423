resource "aws_cognito_identity_provider" "google" {
  user_pool_id  = aws_cognito_user_pool.people.id
  provider_name = "Google"
  provider_type = "Google"

  provider_details = {
    authorize_scopes = var.changed ? "email openid" : "email"
    client_id        = "people.apps.example.com"
    client_secret    = "the secret at Google"
  }

  attribute_mapping = {
    email    = "email"
    username = "sub"
  }

  # What the service adds by itself is not ours to change.
  lifecycle {
    ignore_changes = [
      provider_details["attributes_url"],
      provider_details["attributes_url_add_attributes"],
      provider_details["authorize_url"],
      provider_details["oidc_issuer"],
      provider_details["token_request_method"],
      provider_details["token_url"],
    ]
  }
}

resource "aws_cognito_identity_provider" "oidc" {
  user_pool_id    = aws_cognito_user_pool.people.id
  provider_name   = "Partner"
  provider_type   = "OIDC"
  idp_identifiers = var.changed ? ["partner.example.com", "partner.example.org"] : ["partner.example.com"]

  provider_details = {
    attributes_request_method     = "GET"
    attributes_url                = "https://partner.example.com/userinfo"
    attributes_url_add_attributes = "false"
    authorize_scopes              = "openid email"
    authorize_url                 = "https://partner.example.com/authorize"
    client_id                     = "people"
    client_secret                 = "the secret at the partner"
    jwks_uri                      = "https://partner.example.com/keys"
    oidc_issuer                   = "https://partner.example.com"
    token_url                     = "https://partner.example.com/token"
  }

  attribute_mapping = {
    email = "email"
    name  = "name"
  }
}

resource "aws_cognito_identity_provider" "saml" {
  user_pool_id  = aws_cognito_user_pool.people.id
  provider_name = "Company"
  provider_type = "SAML"

  provider_details = {
    IDPSignout   = var.changed ? "true" : "false"
    MetadataFile = <<-XML
      <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://company.example.com">
        <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
          <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://company.example.com/sso"/>
        </IDPSSODescriptor>
      </EntityDescriptor>
    XML
  }

  attribute_mapping = {
    email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
  }

  # What the service reads in the metadata is not ours to change.
  lifecycle {
    ignore_changes = [
      provider_details["ActiveEncryptionCertificate"],
      provider_details["SLORedirectBindingURI"],
      provider_details["SSORedirectBindingURI"],
    ]
  }
}
