namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>What must come of a plan, worked out without any runtime.</summary>
internal sealed class Reference
{
    private const long Prime = 1_000_000_007;

    /// <summary>What a step makes whose failure was passed over.</summary>
    public const long PassedOver = 77;

    private Reference(Plan plan)
    {
        long made = 0;
        foreach (Step[] part in plan.Parts)
        {
            Status = null;
            Calls = 0;
            made = Run(made, part) ?? -1;
            if (made < 0)
            {
                return;
            }
        }

        Output = made;
    }

    /// <summary>What it ends with; null when it fails.</summary>
    public long? Output { get; }

    /// <summary>The custom status that is left; null for none.</summary>
    public int? Status { get; private set; }

    /// <summary>How many results and failures of activities its last execution's history holds.</summary>
    public int Calls { get; private set; }

    public static Reference Of(Plan plan) => new(plan);

    /// <summary>What an orchestration has made after one step more.</summary>
    public static long Combine(long made, long next) => ((made * 31) + next) % Prime;

    public static int Result(int called) => (called * 7) + 1;

    private long? Run(long made, IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            if (Run(step) is not { } next)
            {
                return null;
            }

            made = Combine(made, next);
        }

        return made;
    }

    private long? Run(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Call:
                Calls++;
                return Result(step.Number);
            case StepKind.Fail:
                Calls++;
                return null;
            case StepKind.Retry:
                Calls += step.Number;
                return null;
            case StepKind.Status:
                Status = step.Number;
                return step.Number;
            case StepKind.Child:
                return new Reference(new Plan([step.Steps])).Output;
            case StepKind.All:
                // All of them run to their ends, also beside one that fails.
                long?[] made = [.. step.Steps.Select(Run)];
                return made.Contains(null) ? null : made.Aggregate(0L, (before, next) => Combine(before, next!.Value));
            case StepKind.Any:
                return Run(step.Steps[0]);
            case StepKind.Try:
                return Run(step.Steps[0]) ?? PassedOver;
            default:
                return step.Number;
        }
    }
}
