using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Access;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Access;

[TestClass]
public sealed class KeyBookTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Monday);

    private string FilePath => Path.Combine(folder.File("state"), "keys.json");

    [TestMethod]
    public async Task Add_Key_IsFoundByItsTextAndKeptAsAHashAlone()
    {
        KeyBook book = Open();

        IssuedKey issued = await book.AddAsync("ci", KeyScope.Run, TimeSpan.FromDays(90), CancellationToken.None);

        Assert.AreEqual(issued.Key, Open().Find(issued.Secret));
        Assert.AreEqual(Monday.AddDays(90), issued.Key.ExpiresAt);
        Assert.DoesNotContain(issued.Secret["tapir_".Length..], await File.ReadAllTextAsync(FilePath));
        Assert.IsNull(book.Find(issued.Secret[..^1]));
    }

    [TestMethod]
    public async Task Add_TwoKeys_AreNotTheSame()
    {
        KeyBook book = Open();

        Assert.AreNotEqual(
            (await book.AddAsync("one", KeyScope.Read, null, CancellationToken.None)).Secret,
            (await book.AddAsync("two", KeyScope.Read, null, CancellationToken.None)).Secret);
    }

    [TestMethod]
    public async Task Find_WhatAnotherProcessChanged_IsSeen()
    {
        KeyBook server = Open();
        KeyBook command = Open();
        Assert.IsEmpty(server.List());

        IssuedKey issued = await command.AddAsync("ci", KeyScope.Run, null, CancellationToken.None);
        Assert.AreEqual(KeyState.Active, server.Find(issued.Secret)!.StateAt(Monday));
        await command.RevokeAsync("ci", CancellationToken.None);

        Assert.AreEqual(KeyState.Revoked, server.Find(issued.Secret)!.StateAt(Monday));
    }

    [TestMethod]
    public async Task StateAt_AfterItsTime_IsExpired()
    {
        IssuedKey issued = await Open().AddAsync("ci", KeyScope.Run, TimeSpan.FromHours(1), CancellationToken.None);

        Assert.AreEqual(KeyState.Active, issued.Key.StateAt(Monday.AddMinutes(59)));
        Assert.AreEqual(KeyState.Expired, issued.Key.StateAt(Monday.AddMinutes(60)));
    }

    [TestMethod]
    public async Task Add_NameOfAnActiveKey_IsRefusedAndFreeOnceItEnded()
    {
        KeyBook book = Open();
        await book.AddAsync("ci", KeyScope.Run, TimeSpan.FromHours(1), CancellationToken.None);

        StateException refused = await Assert.ThrowsExactlyAsync<StateException>(() => book.AddAsync("ci", KeyScope.Read, null, CancellationToken.None));
        clock.Advance(TimeSpan.FromHours(1));
        IssuedKey second = await book.AddAsync("ci", KeyScope.Read, null, CancellationToken.None);

        StringAssert.Contains(refused.Message, "tapir keys revoke ci");
        Assert.AreEqual(KeyScope.Read, book.Find(second.Secret)!.Scope);
        Assert.HasCount(2, book.List());
    }

    [TestMethod]
    public async Task Add_ManyProcessesAtOnce_NoneIsLost()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Open().AddAsync($"key-{number}", KeyScope.Read, null, CancellationToken.None)));

        Assert.HasCount(20, Open().List());
    }

    [TestMethod]
    [DataRow("CI")]
    [DataRow("a:b")]
    [DataRow("")]
    [DataRow("-")]
    public async Task Add_BadName_IsRefused(string name) =>
        await Assert.ThrowsExactlyAsync<StateException>(() => Open().AddAsync(name, KeyScope.Read, null, CancellationToken.None));

    [TestMethod]
    public async Task Add_NoTimeAtAll_IsRefused() =>
        await Assert.ThrowsExactlyAsync<StateException>(() => Open().AddAsync("ci", KeyScope.Read, TimeSpan.Zero, CancellationToken.None));

    [TestMethod]
    [DataRow("{")]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("{\"version\":2,\"keys\":[]}")]
    public void List_DamagedFile_IsNoEmptyBook(string content)
    {
        KeyBook book = Open();
        File.WriteAllText(FilePath, content);

        Assert.ThrowsExactly<KeyFileException>(() => book.List());
    }

    public void Dispose() => folder.Dispose();

    private KeyBook Open() => new(StateFolder.Open(folder.File("state")), clock);
}
