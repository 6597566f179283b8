using System.Text.Json.Serialization;

namespace Tapir.Host.Examples;

/// <summary>One example in one round.</summary>
/// <param name="Position">Its place in the list of all: where a page goes on.</param>
/// <param name="Before">What the student answered that the round began with; null where it was not asked.</param>
/// <param name="After">What the student answered that the round made; null where it was not asked.</param>
/// <param name="TeacherScore">The judge's score of the teacher's answer, 1 to 10; null where there is none.</param>
/// <param name="StudentScore">Its score of the answer before.</param>
/// <param name="Gap">The teacher's minus the student's.</param>
/// <param name="Unscored">Why the judge gave no score; null where it did, or was not asked.</param>
/// <param name="Selected">Whether the round chose it to be trained on.</param>
/// <param name="TrainedWeight">Its weight in the round's training; null where it is not in the training set.</param>
/// <param name="Why">Why it was selected or not, in a sentence.</param>
/// <param name="EarlierTeacherScore">The judge's score of the same answer of the teacher in the round before; null where there is none.</param>
public sealed record ExampleItem(
    long Position,
    string Id,
    int Round,
    ExampleKind Kind,
    string Task,
    string? Family,
    int? Level,
    string Instruction,
    string TeacherAnswer,
    bool? TeacherIsRight,
    StudentText? Before,
    StudentText? After,
    double? TeacherScore,
    double? StudentScore,
    double? Gap,
    string? Unscored,
    bool Selected,
    double? TrainedWeight,
    string Why,
    double? EarlierTeacherScore,
    [property: JsonIgnore] Disagreements Disagreements)
{
    /// <value>What contradicts its judgement, by name.</value>
    [JsonPropertyName("disagreements")]
    public IReadOnlyList<string> DisagreementNames =>
        [.. Enum.GetValues<Disagreements>().Where(one => one != Disagreements.None && Disagreements.HasFlag(one)).Select(one => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(one.ToString()))];
}

/// <summary>What a student answered.</summary>
/// <param name="Student">Which: <c>S_1</c>.</param>
/// <param name="Score">1 to 10: the judge's, of a held-out task the exact grader's; null where there is none.</param>
/// <param name="IsRight">Whether its result is right; null where that cannot be known without a judge.</param>
public sealed record StudentText(string Student, string Text, double? Score, bool? IsRight);
