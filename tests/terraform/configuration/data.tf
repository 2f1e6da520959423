data "aws_cognito_user_pools" "named" {
  name       = "people"
  depends_on = [aws_cognito_user_pool.people]
}

data "aws_cognito_user_pool" "people" {
  user_pool_id = aws_cognito_user_pool.people.id
}

data "aws_cognito_user_pool_clients" "people" {
  user_pool_id = aws_cognito_user_pool_client.web.user_pool_id
}

data "aws_cognito_user_pool_client" "web" {
  user_pool_id = aws_cognito_user_pool.people.id
  client_id    = aws_cognito_user_pool_client.web.id
}

data "aws_cognito_user_groups" "people" {
  user_pool_id = aws_cognito_user_group.staff.user_pool_id
}

data "aws_cognito_user_pool_signing_certificate" "people" {
  user_pool_id = aws_cognito_user_pool.people.id
}
