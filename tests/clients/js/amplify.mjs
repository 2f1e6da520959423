// aws-amplify 6 in Node: sign-up, SRP, profile, password, sign-out.
//
// Amplify keeps its tokens in memory where there is no localStorage. Its refresh is in refresh.mjs.

import { Amplify } from "aws-amplify";
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from "aws-amplify/auth";
import { given, latestCode, refusalOf, run } from "./scene.mjs";

const { url, poolId, clientId, address, password, newPassword, invited, temporary } = given;

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: poolId,
      userPoolClientId: clientId,
      userPoolEndpoint: url,
      loginWith: { email: true },
    },
  },
});

await run(async () => {
  const results = {};

  // A visitor.
  const signedUp = await signUp({
    username: address,
    password,
    options: { userAttributes: { email: address, given_name: "Ann" } },
  });
  results.afterSignUp = signedUp.nextStep.signUpStep;
  results.medium = signedUp.nextStep.codeDeliveryDetails.deliveryMedium;
  const early = await signIn({ username: address, password });
  results.early = early.nextStep.signInStep;
  const confirmationCode = await latestCode(address);
  const confirmed = await confirmSignUp({ username: address, confirmationCode });
  results.afterConfirmation = confirmed.nextStep.signUpStep;

  // Signed in.
  const signedIn = await signIn({ username: address, password });
  results.afterSignIn = signedIn.nextStep.signInStep;
  const attributes = await fetchUserAttributes();
  results.attributes = { ...attributes, sub: undefined };
  const current = await getCurrentUser();
  results.usernameIsSub = current.username === attributes.sub;
  results.userIdIsSub = current.userId === attributes.sub;
  const session = await fetchAuthSession();
  results.issuer = session.tokens.idToken.payload.iss;
  await updatePassword({ oldPassword: password, newPassword });
  await signOut({ global: true });
  results.afterSignOut = (await refusalOf(getCurrentUser())).name;
  results.wrongPassword = (await refusalOf(signIn({ username: address, password }))).name;
  await signIn({ username: address, password: newPassword });
  await signOut();

  // Recovered.
  const reset = await resetPassword({ username: address });
  results.reset = reset.nextStep.resetPasswordStep;
  await confirmResetPassword({
    username: address,
    confirmationCode: await latestCode(address),
    newPassword: password,
  });
  await signIn({ username: address, password });
  await signOut();

  // An invited user.
  const asked = await signIn({ username: invited, password: temporary });
  results.invited = asked.nextStep.signInStep;
  const welcomed = await confirmSignIn({ challengeResponse: password });
  results.welcomed = welcomed.nextStep.signInStep;
  await signOut();
  return results;
});
