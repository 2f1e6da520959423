resource "aws_cognito_resource_server" "api" {
  identifier   = "https://api.example.com"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.people.id

  scope {
    scope_name        = "read"
    scope_description = var.changed ? "Reads all" : "Reads"
  }

  dynamic "scope" {
    for_each = var.changed ? ["write"] : []

    content {
      scope_name        = scope.value
      scope_description = "Writes"
    }
  }
}
