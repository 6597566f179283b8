namespace Tapir.Teachers.Prompts;

/// <summary>An example shown in context to the author of new instructions.</summary>
/// <param name="Level">Difficulty where it is known, as the data or the tutor counts it.</param>
public sealed record PromptExample(string Instruction, string Response, int? Level);
