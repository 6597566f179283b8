namespace Tapir.Models.ChatTemplates.Values;

/// <summary>What a name or member that does not exist gives: empty when rendered, false when asked, an error when something is done with it.</summary>
/// <param name="What">What was looked for, for errors.</param>
internal sealed record Undefined(string What);
