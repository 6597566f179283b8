namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>Does what a plan says, as an orchestration.</summary>
internal sealed class Interpreter(TaskOrchestrationContext context)
{
    public const string Name = "plan";

    private readonly HashSet<Guid> guids = [];
    private DateTime latest;

    public static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<Plan, long?>(Name, (context, plan) => new Interpreter(context).RunAsync(plan))
        .AddActivityFunc<int, int>("call", (_, number) => Reference.Result(number))
        .AddActivityFunc<int, int>("fail", Fail);

    /// <summary>The name of the event that is waited for at a place.</summary>
    public static string EventAt(string path) => "at " + path;

    private static int Fail(TaskActivityContext context, int number) => throw new InvalidOperationException($"{number}");

    private async Task<long?> RunAsync(Plan plan)
    {
        long made = plan.Made;
        Step[] part = plan.Parts[plan.At];
        for (int place = 0; place < part.Length; place++)
        {
            made = Reference.Combine(made, await RunAsync(part[place], $"{plan.At}.{place}"));
        }

        if (plan.At == plan.Parts.Length - 1)
        {
            return made;
        }

        context.ContinueAsNew(plan with { At = plan.At + 1, Made = made });
        return null;
    }

    private async Task<long> RunAsync(Step step, string path)
    {
        switch (step.Kind)
        {
            case StepKind.Call:
                return await context.CallActivityAsync<int>("call", step.Number);
            case StepKind.Fail:
                return await context.CallActivityAsync<int>("fail", step.Number);
            case StepKind.Retry:
                return await context.CallActivityAsync<int>("fail", step.Number, TaskOptions.FromRetryPolicy(new RetryPolicy(step.Number, TimeSpan.FromMilliseconds(1))));
            case StepKind.Timer:
                await context.CreateTimer(TimeSpan.FromMilliseconds(step.Number), CancellationToken.None);
                return step.Number;
            case StepKind.Wait:
                return await context.WaitForExternalEvent<int>(EventAt(path)) + step.Number;
            case StepKind.Send:
                context.SendEvent(context.InstanceId, EventAt(path), step.Number);
                return await context.WaitForExternalEvent<int>(EventAt(path));
            case StepKind.Status:
                context.SetCustomStatus(step.Number);
                return step.Number;
            case StepKind.Child:
                return await context.CallSubOrchestratorAsync<long>(Name, new Plan([step.Steps]));
            case StepKind.All:
                long[] made = await Task.WhenAll(step.Steps.Select((inner, place) => RunAsync(inner, $"{path}.{place}")));
                return made.Aggregate(0L, Reference.Combine);
            case StepKind.Any:
                return await AnyAsync(RunAsync(step.Steps[0], $"{path}.0"));
            case StepKind.Try:
                return await TryAsync(step, path);
            default:
                return Look(step.Kind);
        }
    }

    private int Look(StepKind kind)
    {
        bool isAsBefore = kind == StepKind.Guid ? !guids.Add(context.NewGuid()) : context.CurrentUtcDateTime < latest;
        latest = context.CurrentUtcDateTime;
        return isAsBefore ? -1 : 0;
    }

    private async Task<long> AnyAsync(Task<long> sure)
    {
        using CancellationTokenSource enough = new();
        Task<long> never = context.WaitForExternalEvent<long>("never", enough.Token);
        Task<long> first = await Task.WhenAny(sure, never);
        enough.Cancel();
        return await first;
    }

    private async Task<long> TryAsync(Step step, string path)
    {
        try
        {
            return await RunAsync(step.Steps[0], $"{path}.0");
        }
        catch (TaskFailedException)
        {
            return Reference.PassedOver;
        }
    }
}
