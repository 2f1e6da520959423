resource "aws_cognito_user_pool" "people" {
  name                       = "people"
  alias_attributes           = ["email", "preferred_username"]
  auto_verified_attributes   = ["email"]
  deletion_protection        = var.changed ? "INACTIVE" : "ACTIVE"
  mfa_configuration          = "OPTIONAL"
  sms_authentication_message = "Sign in with {####}"
  user_pool_tier             = "PLUS"
  tags                       = var.changed ? { team = "b" } : { team = "a", stage = "test" }

  password_policy {
    minimum_length                   = var.changed ? 12 : 10
    password_history_size            = 3
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 3
  }

  sign_in_policy {
    allowed_first_auth_factors = ["PASSWORD", "EMAIL_OTP"]
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
    recovery_mechanism {
      name     = "verified_phone_number"
      priority = 2
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = true

    invite_message_template {
      email_message = "{username} {####}"
      email_subject = "Welcome"
      sms_message   = "{username} {####}"
    }
  }

  device_configuration {
    challenge_required_on_new_device      = true
    device_only_remembered_on_user_prompt = var.changed
  }

  email_configuration {
    email_sending_account = "DEVELOPER"
    from_email_address    = "People <people@example.com>"
    source_arn            = "arn:aws:ses:us-east-1:000000000000:identity/people@example.com"
  }

  lambda_config {
    post_confirmation = "arn:aws:lambda:us-east-1:000000000000:function:welcome"

    pre_token_generation_config {
      lambda_arn     = "arn:aws:lambda:us-east-1:000000000000:function:tokens"
      lambda_version = "V2_0"
    }
  }

  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true

    string_attribute_constraints {
      min_length = 1
      max_length = 64
    }
  }

  schema {
    name                = "age"
    attribute_data_type = "Number"
    mutable             = true

    number_attribute_constraints {
      min_value = 0
      max_value = 150
    }
  }

  dynamic "schema" {
    for_each = var.changed ? ["floor"] : []

    content {
      name                = schema.value
      attribute_data_type = "String"
      mutable             = true

      string_attribute_constraints {}
    }
  }

  sms_configuration {
    external_id    = "outside"
    sns_caller_arn = "arn:aws:iam::000000000000:role/sms"
    sns_region     = "us-east-1"
  }

  software_token_mfa_configuration {
    enabled = true
  }

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  user_pool_add_ons {
    advanced_security_mode = "AUDIT"
  }

  username_configuration {
    case_sensitive = false
  }

  verification_message_template {
    default_email_option = "CONFIRM_WITH_CODE"
    email_message        = var.changed ? "Your code: {####}" : "The code: {####}"
    email_subject        = "A code"
    sms_message          = "The code: {####}"
  }

  web_authn_configuration {
    relying_party_id  = "people.example.com"
    user_verification = "preferred"
  }
}
