// One function for every trigger of a user pool, in the style of the service's documentation.

exports.handler = async (event) => {
  switch (event.triggerSource) {
    case "PreSignUp_SignUp":
      vet(event);
      break;
    case "DefineAuthChallenge_Authentication":
      define(event);
      break;
    case "CreateAuthChallenge_Authentication":
      create(event);
      break;
    case "VerifyAuthChallengeResponse_Authentication":
      event.response.answerCorrect =
        event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
      break;
  }
  if (event.triggerSource.startsWith("TokenGeneration_")) {
    shapeTokens(event);
  }
  return event;
};

const vet = (event) => {
  const email = event.request.userAttributes.email ?? "";
  if (email.endsWith("@blocked.example")) {
    throw new Error("Email domain not allowed");
  }
  if (email.endsWith("@staff.example")) {
    event.response.autoConfirmUser = true;
    event.response.autoVerifyEmail = true;
  }
};

const define = ({ request, response }) => {
  const sums = request.session.filter((each) => each.challengeName === "CUSTOM_CHALLENGE");
  response.issueTokens = false;
  response.failAuthentication = false;
  if (request.session.at(-1)?.challengeName === "SRP_A") {
    response.challengeName = "PASSWORD_VERIFIER";
  } else if (sums.at(-1)?.challengeResult) {
    response.issueTokens = true;
  } else if (sums.length === 3) {
    response.failAuthentication = true;
  } else {
    response.challengeName = "CUSTOM_CHALLENGE";
  }
};

const create = ({ request, response }) => {
  const number = request.session.length + 1;
  response.publicChallengeParameters = { question: `${number} + 3` };
  response.privateChallengeParameters = { answer: `${number + 3}` };
  response.challengeMetadata = `SUM-${number}`;
};

const shapeTokens = (event) => {
  const groups = event.request.groupConfiguration;
  groups.groupsToOverride = [...groups.groupsToOverride, "readers"];
  const idToken = {
    claimsToAddOrOverride: { tenant: "acme", sub: "somebody else" },
    claimsToSuppress: ["email"],
  };
  if (event.version === "1") {
    event.response.claimsOverrideDetails = { ...idToken, groupOverrideDetails: groups };
    return;
  }
  event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: idToken,
    accessTokenGeneration: {
      claimsToAddOrOverride: { limits: { seats: 5 } },
      scopesToAdd: ["orders/read"],
    },
    groupOverrideDetails: groups,
  };
};
