// amazon-cognito-identity-js: a device is confirmed, remembered, asked for, and forgotten elsewhere.
//
// The library confirms a device by itself and keeps its secret where it keeps its tokens.

import { AuthenticationDetails, CognitoUser, CognitoUserPool } from "amazon-cognito-identity-js";
import { given, latestCode, request, run } from "./scene.mjs";

const { url, poolId, clientId, name, password, phone } = given;
const pool = new CognitoUserPool({
  UserPoolId: poolId,
  ClientId: clientId,
  endpoint: `${url}/`,
});

function called(start) {
  return new Promise((onSuccess, onFailure) => {
    start({ onSuccess: (...results) => onSuccess(results), onFailure });
  });
}

// Signs in, giving a code where one is asked for; what was asked, and what the library says then.
async function signIn(user) {
  const details = new AuthenticationDetails({ Username: name, Password: password });
  const asked = [];
  const [session, mustAsk] = await new Promise((resolve, onFailure) => {
    const ends = { onSuccess: (...results) => resolve(results), onFailure };
    user.authenticateUser(details, {
      ...ends,
      mfaRequired: (challenge) => {
        asked.push(challenge);
        latestCode(phone).then((code) => user.sendMFACode(code, ends));
      },
    });
  });
  const device = session.getAccessToken().payload.device_key;
  return { asked, mustAsk: mustAsk === true, device };
}

function userOf() {
  return new CognitoUser({ Username: name, Pool: pool });
}

await run(async () => {
  const results = {};
  const user = userOf();
  results.first = await signIn(user);
  results.remembered = await called((callbacks) => user.setDeviceStatusRemembered(callbacks));

  const again = userOf();
  results.second = await signIn(again);
  const [listed] = await called((callbacks) => again.listDevices(60, null, callbacks));
  results.listed = listed.Devices.map((device) => device.DeviceKey);
  const [shown] = await called((callbacks) => again.getDevice(callbacks));
  results.attributes = shown.Device.DeviceAttributes;
  const session = again.getSignInUserSession();
  const refreshed = await new Promise((resolve, reject) => {
    again.refreshSession(session.getRefreshToken(), (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
  results.refreshed = refreshed.getAccessToken().payload.device_key;

  // Forgotten elsewhere. At first the library has the key in its storage only, then in the user too,
  // who sends it from the first request on.
  results.forgotten = [];
  const stale = userOf();
  for (let current = again; results.forgotten.length < 2; current = stale) {
    const accessToken = current.getSignInUserSession().getAccessToken();
    await request("ForgetDevice", {
      AccessToken: accessToken.getJwtToken(),
      DeviceKey: accessToken.payload.device_key,
    });
    results.forgotten.push(await signIn(stale));
  }
  return results;
});
