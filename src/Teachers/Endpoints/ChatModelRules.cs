namespace Tapir.Teachers.Endpoints;

/// <summary>What a <see cref="ChatModelSpec"/> must keep to.</summary>
internal static class ChatModelRules
{
    public static IReadOnlyList<ChatModelProblem> Check(ChatModelSpec spec)
    {
        List<ChatModelProblem> problems = [];
        void Need(bool holds, string property, string message)
        {
            if (!holds)
            {
                problems.Add(new ChatModelProblem(property, message));
            }
        }

        if (spec.Kind == ChatModelKind.Local)
        {
            Need(!string.IsNullOrWhiteSpace(spec.Model), nameof(spec.Model), "A local model needs its path.");
        }

        if (spec.Kind == ChatModelKind.OpenAI)
        {
            CheckUrl(spec.Url, Need);
            Need(!string.IsNullOrWhiteSpace(spec.Model), nameof(spec.Model), "The model needs a name, as the endpoint lists it.");
        }

        Need(
            spec.KeyVariable is null || IsVariableName(spec.KeyVariable),
            nameof(spec.KeyVariable),
            "The key is given by the NAME of an environment variable (letters, digits and _). What stands here is no such name; if it is the key itself, take it out and renew it.");
        Need(spec.Temperature is null or (>= 0 and <= 2), nameof(spec.Temperature), $"The temperature is {spec.Temperature}; it lies between 0 and 2.");
        Need(spec.MaxTokens >= 1, nameof(spec.MaxTokens), $"The longest answer is {spec.MaxTokens} tokens; it must be 1 or more.");
        Need(spec.Timeout > TimeSpan.Zero && spec.Timeout <= TimeSpan.FromDays(1), nameof(spec.Timeout), $"The time limit is {spec.Timeout}; it must be above zero and at most a day.");
        Need(spec.Concurrency >= 1, nameof(spec.Concurrency), $"{spec.Concurrency} calls at one time; it must be 1 or more.");
        Need(spec.RequestsPerMinute is null or >= 1, nameof(spec.RequestsPerMinute), $"{spec.RequestsPerMinute} calls a minute; it must be 1 or more.");
        Need(spec.Retries >= 0, nameof(spec.Retries), $"{spec.Retries} retries; it must be 0 or more.");
        return problems;
    }

    private static void CheckUrl(Uri? url, Action<bool, string, string> need)
    {
        const string Property = nameof(ChatModelSpec.Url);
        if (url is null || !url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
        {
            need(false, Property, "The endpoint needs an address that begins with http:// or https://, such as https://host/v1.");
            return;
        }

        need(
            url.UserInfo.Length == 0 && url.Query.Length == 0,
            Property,
            $"The address of {url.Host} has a user name, password or query in it. Give the key through an environment variable instead: addresses are stored and shown.");
    }

    private static bool IsVariableName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
