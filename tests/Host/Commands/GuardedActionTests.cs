using System.CommandLine;
using Grpc.Core;
using Tapir.Functions;
using Tapir.Host.Commands;

namespace Tapir.Host.Tests.Commands;

/// <summary>Commands that go wrong in a way that may pass.</summary>
[TestClass]
public sealed class GuardedActionTests
{
    [TestMethod]
    public async Task SetGuardedLook_SidecarGoneMeanwhile_LooksAgain()
    {
        int looks = 0;
        Command command = new("look");
        command.SetGuardedLook((_, _) => ++looks < 3 ? throw Gone() : Task.FromResult(ExitCodes.Done));

        int code = await command.Parse([]).InvokeAsync(cancellationToken: CancellationToken.None);

        Assert.AreEqual(ExitCodes.Done, code);
        Assert.AreEqual(3, looks);
    }

    [TestMethod]
    public async Task SetGuardedLook_SidecarGoneForGood_Ends()
    {
        int looks = 0;
        Command command = new("look");
        command.SetGuardedLook((_, _) =>
        {
            looks++;
            throw Gone();
        });

        int code = await command.Parse([]).InvokeAsync(cancellationToken: CancellationToken.None);

        Assert.AreEqual(ExitCodes.Failed, code);
        Assert.IsLessThan(10, looks);
    }

    [TestMethod]
    public async Task SetGuardedAction_SidecarGoneMeanwhile_DoesNotMakeAChangeTwice()
    {
        int changes = 0;
        Command command = new("change");
        command.SetGuardedAction((_, _) =>
        {
            changes++;
            throw Gone();
        });

        int code = await command.Parse([]).InvokeAsync(cancellationToken: CancellationToken.None);

        Assert.AreEqual(ExitCodes.Failed, code);
        Assert.AreEqual(1, changes);
    }

    /// <summary>As of `tapir call`: the same command may find the function quicker, or the limit raised.</summary>
    [TestMethod]
    public async Task SetGuardedAction_FunctionCutOffAtItsTimeLimit_IsNoFaultOfTapir()
    {
        Command command = new("call");
        command.SetGuardedAction((_, _) => throw new FunctionTimeLimitException("training.run-slice", new TimeLimit(TimeSpan.FromHours(1), "'tapir.timeLimits.training.*' in host.json")));

        Assert.AreEqual(ExitCodes.Paused, await command.Parse([]).InvokeAsync(cancellationToken: CancellationToken.None));
    }

    private static RpcException Gone() => new(new Status(StatusCode.Unavailable, "Error starting gRPC call.", new HttpRequestException("no such socket")));
}
