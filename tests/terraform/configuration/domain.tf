resource "aws_cognito_user_pool_domain" "prefix" {
  user_pool_id          = aws_cognito_user_pool.people.id
  domain                = "people-of-ours"
  managed_login_version = var.changed ? 2 : 1
}

resource "aws_cognito_user_pool_domain" "custom" {
  user_pool_id    = aws_cognito_user_pool.people.id
  domain          = "login.people.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/${var.changed ? "second" : "first"}"
}
