using CsCheck;

namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>A whole orchestration: after each part but the last it begins anew with what it has made so far.</summary>
internal sealed record Plan(Step[][] Parts, int At = 0, long Made = 0)
{
    /// <summary>Random plans.</summary>
    public static Gen<Plan> Gen { get; } = Top().Array[1, 5].Array[1, 3].Select(parts => new Plan(parts));

    /// <summary>The places at which it waits for a client's events.</summary>
    public IEnumerable<string> Waits() => Parts.SelectMany((part, at) => part.SelectMany((step, place) => WaitsIn(step, $"{at}.{place}")));

    public override string ToString() => string.Join(" | then anew: ", Parts.Select(part => string.Join(", ", part.Select(step => $"{step}"))));

    private static IEnumerable<string> WaitsIn(Step step, string path) => step.Kind switch
    {
        StepKind.Wait => [path],
        _ => step.Steps.SelectMany((inner, place) => WaitsIn(inner, $"{path}.{place}")),
    };

    private static Gen<Step> Top() => CsCheck.Gen.Frequency((8, Nested(2, ofAChild: false)), (1, Leaf(StepKind.Status, 0, 99)));

    private static Gen<Step> Nested(int depth, bool ofAChild)
    {
        List<(int, Gen<Step>)> kinds =
        [
            (5, Leaf(StepKind.Call, 0, 99)), (1, Leaf(StepKind.Fail, 0, 99)), (1, Leaf(StepKind.Retry, 2, 3)), (2, Leaf(StepKind.Timer, 1, 20)), (1, Leaf(StepKind.Send, 0, 99)),
            (1, Leaf(StepKind.Guid, 0, 0)), (1, Leaf(StepKind.Clock, 0, 0)),
        ];
        if (!ofAChild)
        {
            kinds.Add((2, Leaf(StepKind.Wait, 0, 99)));
        }

        if (depth > 0)
        {
            kinds.Add((2, Nested(depth - 1, ofAChild: true).Array[1, 3].Select(steps => new Step(StepKind.Child, 0, steps))));
            kinds.Add((3, Nested(depth - 1, ofAChild).Array[2, 4].Select(steps => new Step(StepKind.All, 0, steps))));
            kinds.Add((1, Nested(depth - 1, ofAChild).Select(step => new Step(StepKind.Any, 0, step))));
            kinds.Add((2, Nested(depth - 1, ofAChild).Select(step => new Step(StepKind.Try, 0, step))));
        }

        return CsCheck.Gen.Frequency([.. kinds]);
    }

    private static Gen<Step> Leaf(StepKind kind, int least, int most) => CsCheck.Gen.Int[least, most].Select(number => new Step(kind, number));
}
