resource "aws_cognito_user_group" "staff" {
  name         = "staff"
  user_pool_id = aws_cognito_user_pool.people.id
  description  = var.changed ? "Everybody" : "Staff"
  precedence   = 3
  role_arn     = "arn:aws:iam::000000000000:role/staff"
}

resource "aws_cognito_user" "ann" {
  user_pool_id   = aws_cognito_user_pool.people.id
  username       = "ann"
  password       = var.changed ? "Passw0rdSecond" : "Passw0rdFirst"
  message_action = "SUPPRESS"
  enabled        = !var.changed

  attributes = {
    email          = "ann@example.com"
    email_verified = true
    name           = var.changed ? null : "Ann"
    team           = var.changed ? "b" : "a"
  }
}

resource "aws_cognito_user_in_group" "ann" {
  user_pool_id = aws_cognito_user_pool.people.id
  group_name   = aws_cognito_user_group.staff.name
  username     = aws_cognito_user.ann.username
}
