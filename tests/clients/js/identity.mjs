// amazon-cognito-identity-js: sign-up, SRP, NEW_PASSWORD_REQUIRED, refresh, sign-out.
//
// The library speaks by callbacks and keeps its tokens in memory where there is no localStorage.

import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
} from "amazon-cognito-identity-js";
import { given, latestCode, refusalOf, request, run } from "./scene.mjs";

const { url, poolId, clientId, name, password, newPassword, invited, temporary } = given;
const pool = new CognitoUserPool({
  UserPoolId: poolId,
  ClientId: clientId,
  endpoint: `${url}/`,
});

function called(start) {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

function authenticate(user, word) {
  const details = new AuthenticationDetails({ Username: user.getUsername(), Password: word });
  return new Promise((onSuccess, onFailure) => {
    user.authenticateUser(details, {
      onSuccess,
      onFailure,
      newPasswordRequired: (attributes, required) =>
        onSuccess({ newPasswordRequired: true, attributes, required }),
    });
  });
}

function userOf(username) {
  return new CognitoUser({ Username: username, Pool: pool });
}

await run(async () => {
  const results = {};

  // A visitor.
  const address = `${name}@example.com`;
  const email = new CognitoUserAttribute({ Name: "email", Value: address });
  const signedUp = await called((done) => pool.signUp(name, password, [email], [], done));
  results.delivery = signedUp.codeDeliveryDetails;
  const user = userOf(name);
  const early = await refusalOf(authenticate(user, password));
  results.unconfirmed = [early.code, early.message];
  results.confirmed = await called((done) => {
    latestCode(address).then((code) => user.confirmRegistration(code, false, done));
  });

  // Signed in.
  const session = await authenticate(user, password);
  results.isValid = session.isValid();
  results.idUsername = session.getIdToken().payload["cognito:username"];
  const refreshed = await called((done) => user.refreshSession(session.getRefreshToken(), done));
  results.isNewToken =
    refreshed.getAccessToken().getJwtToken() !== session.getAccessToken().getJwtToken();
  const attributes = await called((done) => user.getUserAttributes(done));
  results.attributes = Object.fromEntries(attributes.map((each) => [each.Name, each.Value]));
  results.changed = await called((done) => user.changePassword(password, newPassword, done));
  const accessToken = user.getSignInUserSession().getAccessToken().getJwtToken();
  results.signedOut = await new Promise((onSuccess, onFailure) => {
    user.globalSignOut({ onSuccess, onFailure });
  });
  results.afterSignOut = (await request("GetUser", { AccessToken: accessToken })).message;

  // Recovered.
  const forgetful = userOf(name);
  await new Promise((onSuccess, onFailure) => {
    forgetful.forgotPassword({ onSuccess, onFailure, inputVerificationCode: onSuccess });
  });
  const code = await latestCode(address);
  await new Promise((onSuccess, onFailure) => {
    forgetful.confirmPassword(code, password, { onSuccess, onFailure });
  });
  const again = await authenticate(forgetful, password);
  results.recovered = again.isValid();
  results.revoked = await called((done) => forgetful.signOut((error) => done(error, true)));
  const wrong = await refusalOf(authenticate(userOf(name), newPassword));
  results.wrongPassword = [wrong.code, wrong.message];

  // An invited user.
  const guest = userOf(invited);
  const asked = await authenticate(guest, temporary);
  results.newPasswordRequired = asked.newPasswordRequired;
  const welcomed = await new Promise((onSuccess, onFailure) => {
    guest.completeNewPasswordChallenge(password, {}, { onSuccess, onFailure });
  });
  results.welcomed = welcomed.isValid();
  return results;
});
