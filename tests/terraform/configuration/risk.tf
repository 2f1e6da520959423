resource "aws_cognito_risk_configuration" "people" {
  user_pool_id = aws_cognito_user_pool.people.id

  compromised_credentials_risk_configuration {
    event_filter = var.changed ? ["SIGN_IN"] : ["SIGN_IN", "SIGN_UP"]

    actions {
      event_action = "BLOCK"
    }
  }

  risk_exception_configuration {
    blocked_ip_range_list = ["192.0.2.0/24"]
  }
}

resource "aws_cognito_risk_configuration" "web" {
  user_pool_id = aws_cognito_user_pool.people.id
  client_id    = aws_cognito_user_pool_client.web.id

  account_takeover_risk_configuration {
    notify_configuration {
      source_arn = "arn:aws:ses:us-east-1:000000000000:identity/people@example.com"
      from       = "people@example.com"

      block_email {
        subject   = "Somebody else"
        html_body = "<p>We kept somebody out.</p>"
        text_body = "We kept somebody out."
      }
    }

    actions {
      high_action {
        event_action = "BLOCK"
        notify       = !var.changed
      }
    }
  }
}
