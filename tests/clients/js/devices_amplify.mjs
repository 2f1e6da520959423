// aws-amplify 6 in Node: a device is confirmed, remembered, asked for, and forgotten, here and
// elsewhere.
//
// Amplify confirms a device by itself and keeps its secret beside its tokens, beyond a sign-out.

// What names the device in a browser; older versions of Node have none.
globalThis.navigator ??= { userAgent: "Node" };

const { Amplify } = await import("aws-amplify");
const {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
} = await import("aws-amplify/auth");
const { given, latestCode, request, run } = await import("./scene.mjs");

const { url, poolId, clientId, name, password, phone } = given;

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url },
  },
});

async function accessToken() {
  return (await fetchAuthSession()).tokens.accessToken;
}

// Signs in, giving a code where one is asked for; what was asked, and with which device it ended.
async function enter() {
  const steps = [];
  let { nextStep } = await signIn({ username: name, password });
  steps.push(nextStep.signInStep);
  if (nextStep.signInStep !== "DONE") {
    ({ nextStep } = await confirmSignIn({ challengeResponse: await latestCode(phone) }));
    steps.push(nextStep.signInStep);
  }
  return { steps, device: (await accessToken()).payload.device_key };
}

await run(async () => {
  const results = {};
  results.first = await enter();
  await rememberDevice();
  results.listed = (await fetchDevices()).map((device) => device.id);
  const refreshed = await fetchAuthSession({ forceRefresh: true });
  results.refreshed = refreshed.tokens.accessToken.payload.device_key;
  await signOut();

  results.second = await enter();
  const token = await accessToken();
  await request("ForgetDevice", {
    AccessToken: token.toString(),
    DeviceKey: token.payload.device_key,
  });
  await signOut();

  results.forgotten = await enter();
  await forgetDevice();
  results.empty = (await fetchDevices()).length;
  return results;
});
