// @aws-sdk/client-cognito-identity-provider: administration, signing in, errors.

import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  NotAuthorizedException,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { given, latestCode, refusalOf, run } from "./scene.mjs";
import { Srp } from "./srp.mjs";

const { url, region, name, password, temporary } = given;
const common = { region, endpoint: url, maxAttempts: 1 };
const credentials = { accessKeyId: given.keyId, secretAccessKey: given.secret };
const admin = new CognitoIdentityProviderClient({ ...common, credentials });
// Public operations go without any credentials.
const app = new CognitoIdentityProviderClient(common);

async function bySrp(pool, ClientId, user, word) {
  const srp = new Srp(pool);
  const asked = await app.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: user, SRP_A: srp.srpA },
    }),
  );
  return app.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: asked.ChallengeName,
      Session: asked.Session,
      ChallengeResponses: srp.answers(asked.ChallengeParameters, word),
    }),
  );
}

async function refusedBy(promise) {
  const error = await refusalOf(promise);
  return {
    name: error.name,
    message: error.message,
    fault: error.$fault,
    status: error.$metadata.httpStatusCode,
    hasRequestId: /^[0-9a-f-]{36}$/.test(error.$metadata.requestId),
    isClass: error instanceof NotAuthorizedException,
  };
}

await run(async () => {
  const results = {};
  const pool = await admin.send(
    new CreateUserPoolCommand({ PoolName: "made in JavaScript", AutoVerifiedAttributes: ["email"] }),
  );
  const UserPoolId = pool.UserPool.Id;
  const described = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
  results.describedIsDate = described.UserPool.CreationDate instanceof Date;
  const listed = await admin.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  results.listsPools = Array.isArray(listed.UserPools);
  const client = await admin.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: [
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
      ],
    }),
  );
  const ClientId = client.UserPoolClient.ClientId;

  // A visitor.
  const address = `${name}@example.com`;
  const signedUp = await app.send(
    new SignUpCommand({
      ClientId,
      Username: name,
      Password: password,
      UserAttributes: [{ Name: "email", Value: address }],
    }),
  );
  results.confirmedAtOnce = signedUp.UserConfirmed;
  const code = await latestCode(address);
  await app.send(new ConfirmSignUpCommand({ ClientId, Username: name, ConfirmationCode: code }));
  const signedIn = (await bySrp(UserPoolId, ClientId, name, password)).AuthenticationResult;
  results.tokenType = signedIn.TokenType;
  const user = await app.send(new GetUserCommand({ AccessToken: signedIn.AccessToken }));
  results.username = user.Username;
  const refreshed = await app.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: signedIn.RefreshToken },
    }),
  );
  results.refreshed = Object.keys(refreshed.AuthenticationResult).sort();
  await app.send(new RevokeTokenCommand({ ClientId, Token: signedIn.RefreshToken }));
  results.revoked = await refusedBy(
    app.send(new GetUserCommand({ AccessToken: signedIn.AccessToken })),
  );

  // An invited user.
  const invited = `invited-${name}`;
  await admin.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: invited,
      TemporaryPassword: temporary,
      MessageAction: "SUPPRESS",
    }),
  );
  const asked = await bySrp(UserPoolId, ClientId, invited, temporary);
  results.challenge = asked.ChallengeName;
  const answered = await app.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: asked.ChallengeName,
      Session: asked.Session,
      ChallengeResponses: { USERNAME: invited, NEW_PASSWORD: password },
    }),
  );
  const { AccessToken } = answered.AuthenticationResult;
  await app.send(new GlobalSignOutCommand({ AccessToken }));
  results.signedOut = await refusedBy(app.send(new GetUserCommand({ AccessToken })));
  const shown = await admin.send(new AdminGetUserCommand({ UserPoolId, Username: invited }));
  results.status = shown.UserStatus;

  // Refusals.
  results.wrongPassword = await refusedBy(bySrp(UserPoolId, ClientId, name, `${password}?`));
  const nobody = { UserPoolId, Username: "nobody", Password: password, Permanent: true };
  results.unknownUser = await refusedBy(admin.send(new AdminSetUserPasswordCommand(nobody)));
  return results;
});
