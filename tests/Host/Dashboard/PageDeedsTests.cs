using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Tapir.Host.Access;
using Tapir.Host.Dashboard.Access;
using Tapir.Host.Dashboard.Shell;
using Tapir.Host.Http.Access;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Dashboard;

/// <summary>What a key does not allow is not only not offered.</summary>
[TestClass]
public sealed class PageDeedsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PageNotices notices = new();

    public void Dispose() => folder.Dispose();

    [TestMethod]
    [DataRow("read", "Run", false)]
    [DataRow("run", "Run", true)]
    [DataRow("run", "Admin", false)]
    [DataRow("admin", "Admin", true)]
    public async Task Try_ByScope_DoesWhatTheKeyAllowsAndSaysWhatItDoesNot(string has, string needs, bool isDone)
    {
        PageDeeds deeds = await DeedsOfAsync(Enum.Parse<KeyScope>(has, ignoreCase: true));
        bool wasDone = false;

        bool said = await deeds.TryAsync(Enum.Parse<KeyScope>(needs), () =>
        {
            wasDone = true;
            return Task.CompletedTask;
        });

        Assert.AreEqual((isDone, isDone), (said, wasDone));
        Assert.AreEqual(isDone ? 0 : 1, notices.All.Count(notice => notice.IsProblem && notice.Text.Contains($"needs the scope {needs.ToLowerInvariant()}", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Try_CannotBeDone_SaysWhy()
    {
        PageDeeds deeds = await DeedsOfAsync(KeyScope.Admin);

        Assert.IsFalse(await deeds.TryAsync(KeyScope.Run, () => throw new StateException("It is not over.")));

        Assert.AreSequenceEqual(["It is not over."], notices.All.Select(notice => notice.Text).ToArray());
    }

    private async Task<PageDeeds> DeedsOfAsync(KeyScope scope)
    {
        KeyBook book = new(StateFolder.Open(folder.File("state")), TimeProvider.System);
        IssuedKey issued = await book.AddAsync("anna", scope, life: null, CancellationToken.None);
        PageCaller caller = new(new Visitor(issued.Key.Hash), new AccessPolicy(AlwaysKeys: false, IsBehindProxy: false), book, TimeProvider.System);
        return new PageDeeds(dialogs: null!, notices, caller);
    }

    private sealed class Visitor(string hash) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity([new Claim("tapir-key", hash)], "key"))));
    }
}
