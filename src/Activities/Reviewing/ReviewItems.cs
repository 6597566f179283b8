using Tapir.Curriculum.Examples;
using Tapir.Orchestrations.Reviewing;

namespace Tapir.Activities.Reviewing;

/// <summary>Examples as reviewers see them.</summary>
internal static class ReviewItems
{
    public static ReviewItem Of(Example example, double? teacherScore, IReadOnlyList<ReviewedAnswer> students, string why) =>
        new(example.Id, example.Task.Name, example.Family, example.Level, example.Instruction, example.Response, teacherScore, students, why);
}
