// What every client script needs: what it was given, codes from the outbox, operations of another
// client, one line of results.

export const given = JSON.parse(process.argv[2]);

export async function latestCode(to) {
  const query = new URLSearchParams({ to, latest: "1" });
  const answer = await fetch(`${given.url}/_dev/outbox?${query}`);
  const { messages } = await answer.json();
  return messages[0].code;
}

export async function request(operation, members) {
  const answer = await fetch(given.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(members),
  });
  return answer.json();
}

export async function refusalOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("this was to be refused");
}

export async function run(scenario) {
  console.log(JSON.stringify(await scenario()));
}
