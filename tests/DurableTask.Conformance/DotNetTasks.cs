namespace Tapir.DurableTask.Conformance.Tests;

/// <summary>What the scripts in <c>js/clients</c> find registered with Tapir's worker.</summary>
internal sealed class DotNetTasks
{
    private int tries;
    private int mended;

    public void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<Order, Receipt>("order", async (context, order) =>
        {
            context.SetCustomStatus(new { step = "pricing" });
            int[] prices = await Task.WhenAll(order.Items.Select(item => context.CallActivityAsync<int>("price", item)));
            string approved = await context.WaitForExternalEvent<string>("Approve");
            context.SetCustomStatus(null);
            return new Receipt(order.Customer, prices.Sum(), approved, context.Version, context.Parent?.InstanceId);
        })
        .AddOrchestratorFunc<Order, Receipt>("group", (context, order) => context.CallSubOrchestratorAsync<Receipt>(
            "order", order, new SubOrchestrationOptions { InstanceId = context.InstanceId + "-child", Version = "4.2", Tags = new Dictionary<string, string> { ["of"] = "group" } }))
        .AddActivityFunc<string, int>("price", (_, item) => item.Length)
        .AddOrchestratorFunc("nested", context => context.CallSubOrchestratorAsync<object>("nested child"))
        .AddOrchestratorFunc("nested child", context => context.CallActivityAsync<object>("nested failure"))
        .AddActivityFunc("nested failure", _ => throw new InvalidOperationException("outer", new IOException("inner", new TimeoutException("innermost"))))
        .AddOrchestratorFunc("retry", context => context.CallActivityAsync<int>("flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(5)))))
        .AddActivityFunc("flaky", _ => Interlocked.Increment(ref tries) < 3 ? throw new IOException("not yet") : tries)
        .AddOrchestratorFunc("in time", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Answer", TimeSpan.FromMilliseconds(50));
            }
            catch (TaskCanceledException)
            {
                return await context.WaitForExternalEvent<string>("answer", TimeSpan.FromHours(1));
            }
        })
        .AddOrchestratorFunc<int[], int[]>("collect", async (context, seen) =>
        {
            int[] more = [.. seen, await context.WaitForExternalEvent<int>("item")];
            if (more.Length < 10)
            {
                context.ContinueAsNew(more);
            }

            return more;
        })
        .AddOrchestratorFunc("large", async context =>
        {
            int length = 0;
            for (int n = 0; n < 7; n++)
            {
                length += (await context.CallActivityAsync<string>("make", 900_000)).Length;
            }

            int[] sizes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => context.CallActivityAsync<int>("measure", new string('y', 700_000))));
            return length + sizes.Sum();
        })
        .AddActivityFunc<int, string>("make", (_, length) => new string('x', length))
        .AddActivityFunc<string, int>("measure", (_, text) => text.Length)
        .AddOrchestratorFunc("broken parent", context => context.CallSubOrchestratorAsync<string[]>("broken child"))
        .AddOrchestratorFunc("broken child", context => Task.WhenAll(context.CallActivityAsync<string>("fine"), context.CallActivityAsync<string>("broken once")))
        .AddActivityFunc("fine", _ => "fine")
        .AddActivityFunc("broken once", _ => Interlocked.Increment(ref mended) == 1 ? throw new IOException("broken") : "mended")
        .AddOrchestratorFunc("identity", async context =>
        {
            Guid before = context.NewGuid();
            await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
            return new { before, after = context.NewGuid() };
        });

    internal sealed record Order(string Customer, string[] Items);

    internal sealed record Receipt(string Customer, int Sum, string ApprovedBy, string Version, string? Parent);
}
