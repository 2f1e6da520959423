// aws-amplify 6 in Node: refreshes on demand, by GetTokensFromRefreshToken.

import { Amplify } from "aws-amplify";
import { fetchAuthSession, signIn, signOut } from "aws-amplify/auth";
import { given, run } from "./scene.mjs";

const { url, poolId, clientId, name, password } = given;

// Amplify says once on the console that the endpoint is not Amazon's; the results go there too.
console.warn = () => {};

Amplify.configure({
  Auth: {
    Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: url },
  },
});

await run(async () => {
  await signIn({ username: name, password });
  const seen = [(await fetchAuthSession()).tokens];
  for (let round = 0; round < 3; round += 1) {
    seen.push((await fetchAuthSession({ forceRefresh: true })).tokens);
  }
  const at_once = await Promise.all(
    [1, 2, 3].map(() => fetchAuthSession({ forceRefresh: true })),
  );
  seen.push(at_once[0].tokens);
  const values = (claim) => new Set(seen.map(({ accessToken }) => accessToken.payload[claim]));
  const results = {
    tokens: values("jti").size,
    signIns: values("origin_jti").size,
    users: values("sub").size,
    idTokens: new Set(seen.map(({ idToken }) => idToken.toString())).size,
  };
  await signOut();
  results.afterSignOut = (await fetchAuthSession({ forceRefresh: true })).tokens ?? null;
  return results;
});
