"""One function for every trigger of a user pool, in the style of the service's documentation."""

# mypy: allow-untyped-defs


def lambda_handler(event, context):
    trigger = event["triggerSource"]
    if trigger == "PreSignUp_SignUp":
        vet(event)
    elif trigger == "DefineAuthChallenge_Authentication":
        define(event)
    elif trigger == "CreateAuthChallenge_Authentication":
        create(event)
    elif trigger == "VerifyAuthChallengeResponse_Authentication":
        private = event["request"]["privateChallengeParameters"]
        event["response"]["answerCorrect"] = (
            event["request"]["challengeAnswer"] == private["answer"]
        )
    elif trigger.startswith("TokenGeneration_"):
        shape_tokens(event)
    return event


def vet(event):
    email = event["request"]["userAttributes"].get("email", "")
    if email.endswith("@blocked.example"):
        raise Exception("Email domain not allowed")
    if email.endswith("@staff.example"):
        event["response"]["autoConfirmUser"] = True
        event["response"]["autoVerifyEmail"] = True


def define(event):
    session = event["request"]["session"]
    response = event["response"]
    sums = [each for each in session if each["challengeName"] == "CUSTOM_CHALLENGE"]
    response["issueTokens"] = False
    response["failAuthentication"] = False
    if session and session[-1]["challengeName"] == "SRP_A":
        response["challengeName"] = "PASSWORD_VERIFIER"
    elif sums and sums[-1]["challengeResult"]:
        response["issueTokens"] = True
    elif len(sums) == 3:
        response["failAuthentication"] = True
    else:
        response["challengeName"] = "CUSTOM_CHALLENGE"


def create(event):
    number = len(event["request"]["session"]) + 1
    event["response"]["publicChallengeParameters"] = {"question": f"{number} + 3"}
    event["response"]["privateChallengeParameters"] = {"answer": str(number + 3)}
    event["response"]["challengeMetadata"] = f"SUM-{number}"


def shape_tokens(event):
    groups = event["request"]["groupConfiguration"]
    groups["groupsToOverride"] = [*groups["groupsToOverride"], "readers"]
    id_token = {
        "claimsToAddOrOverride": {"tenant": "acme", "sub": "somebody else"},
        "claimsToSuppress": ["email"],
    }
    if event["version"] == "1":
        event["response"]["claimsOverrideDetails"] = {**id_token, "groupOverrideDetails": groups}
        return
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "idTokenGeneration": id_token,
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"limits": {"seats": 5}},
            "scopesToAdd": ["orders/read"],
        },
        "groupOverrideDetails": groups,
    }
