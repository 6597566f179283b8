using System.Text.Json.Serialization;

namespace Tapir.Teachers.Prompts;

[JsonSerializable(typeof(ExpandDocument))]
[JsonSerializable(typeof(RefineDocument))]
[JsonSerializable(typeof(JudgeDocument))]
[JsonSerializable(typeof(LabelDocument))]
[JsonSerializable(typeof(InstructionsDocument))]
[JsonSerializable(typeof(VerdictDocument))]
[JsonSerializable(typeof(ChosenLabelDocument))]
internal sealed partial class PromptJsonContext : JsonSerializerContext;

internal sealed record ExpandDocument(
    string Job, string Task, string? Family, int? Level, int Count, long Seed, IReadOnlyList<PromptExample> Examples);

internal sealed record RefineDocument(string Job, string Task, string Instruction, string Answer);

internal sealed record JudgeDocument(string Job, string Instruction, string AnswerA, string AnswerB);

internal sealed record LabelDocument(string Job, IReadOnlyList<string> Labels, string Instruction);

internal sealed record InstructionsDocument(IReadOnlyList<string> Instructions);

internal sealed record VerdictDocument(double A, double B, string? Reason);

internal sealed record ChosenLabelDocument(string Label);
