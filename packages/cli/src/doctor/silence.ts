/** Why nobody answers, and what to look at: for whoever runs a relay, or wants to reach one. */
export function silenceText(code: string, host: string): readonly [saw: string, advice: string] {
  if (code === "ECONNREFUSED")
    return [
      `${host} refuses the connection: nothing listens on that port.`,
      "Start the relay or its proxy, or correct the port. Where it runs, a firewall may answer in its place.",
    ];
  if (code === "ETIMEDOUT" || code === "EHOSTUNREACH" || code === "ENETUNREACH")
    return [
      `${host} does not answer.`,
      "Open the port in the firewall of the host and of its provider, and look whether this machine has a network.",
    ];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return [`The name ${host} leads nowhere.`, "Correct it, or its records at whoever keeps the domain."];
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code))
    return [
      `The certificate of ${host} is not valid here (${code}).`,
      "Renew it, let it name this very host, and let the proxy send the whole chain. A wrong clock on either machine makes it look invalid too.",
    ];
  if (code === "EPROTO" || code.startsWith("ERR_SSL"))
    return [
      `${host} does not speak TLS on that port.`,
      "Put a proxy with TLS in front of the relay, and name its port.",
    ];
  return [
    `${host} broke the connection off (${code}).`,
    "Look at what stands between: a proxy that is not up, or that leads to the wrong port.",
  ];
}
