resource "aws_cognito_user_pool_client" "web" {
  name                                          = "web"
  user_pool_id                                  = aws_cognito_user_pool.people.id
  generate_secret                               = true
  explicit_auth_flows                           = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"]
  access_token_validity                         = var.changed ? 30 : 15
  id_token_validity                             = 15
  refresh_token_validity                        = 7
  auth_session_validity                         = 5
  enable_token_revocation                       = true
  enable_propagate_additional_user_context_data = true
  prevent_user_existence_errors                 = "ENABLED"
  read_attributes                               = ["email", "name", "custom:team"]
  write_attributes                              = ["email", "name"]
  allowed_oauth_flows_user_pool_client          = true
  allowed_oauth_flows                           = ["code"]
  allowed_oauth_scopes                          = ["openid", "https://api.example.com/read"]
  callback_urls                                 = ["https://app.example.com/back", "myapp://back"]
  default_redirect_uri                          = "myapp://back"
  logout_urls                                   = ["https://app.example.com/"]
  supported_identity_providers                  = ["COGNITO", aws_cognito_identity_provider.oidc.provider_name]
  depends_on                                    = [aws_cognito_resource_server.api]

  analytics_configuration {
    application_arn  = "arn:aws:mobiletargeting:us-east-1:000000000000:apps/1"
    user_data_shared = true
  }

  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 10
  }

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}

