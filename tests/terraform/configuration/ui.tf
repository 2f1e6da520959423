resource "aws_cognito_user_pool_ui_customization" "all" {
  # The pool by its domain, because there must be one.
  user_pool_id = aws_cognito_user_pool_domain.prefix.user_pool_id
  css          = ".label-customizable { font-weight: ${var.changed ? 600 : 400}; }"
}

resource "aws_cognito_user_pool_ui_customization" "web" {
  user_pool_id = aws_cognito_user_pool_domain.prefix.user_pool_id
  client_id    = aws_cognito_user_pool_client.web.id
  css          = ".banner-customizable { padding: 25px 0px 25px 0px; }"
  image_file   = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
}
