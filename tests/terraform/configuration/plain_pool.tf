# What Terraform makes of defaults alone: whatever an answer would invent, it would want to undo.
resource "aws_cognito_user_pool" "plain" {
  name = "plain"
}

resource "aws_cognito_user_pool_client" "plain" {
  name         = var.changed ? "plain, changed" : "plain"
  user_pool_id = aws_cognito_user_pool.plain.id
}
