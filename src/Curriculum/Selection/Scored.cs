using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Selection;

/// <summary>Both answers were scored.</summary>
public sealed record Scored(JudgeScore Teacher, JudgeScore Student) : Judgement
{
    [JsonIgnore]
    public FittingDifficulty Difficulty => new(Teacher, Student);
}
