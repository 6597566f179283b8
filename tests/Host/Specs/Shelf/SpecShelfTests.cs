using Microsoft.Extensions.Time.Testing;
using Tapir.Host.Specs.Shelf;
using Tapir.Host.State;

namespace Tapir.Host.Tests.Specs.Shelf;

[TestClass]
public sealed class SpecShelfTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [TestMethod]
    public async Task Put_AnotherText_IsANewVersionAndTheOldOneStays()
    {
        SpecShelf shelf = Open();

        Assert.AreEqual((1, true), await PutAsync(shelf, "one"));
        Assert.AreEqual((1, false), await PutAsync(shelf, "one"));
        Assert.AreEqual((2, true), await PutAsync(shelf, "two"));
        Assert.AreEqual((3, true), await PutAsync(shelf, "one"));

        Assert.AreSequenceEqual([1, 2, 3], Open().Versions("mine").ToArray());
        Assert.AreEqual("two", Open().Get("mine", 2).Text);
        Assert.AreEqual("one", Open().Get("mine", version: null).Text);
    }

    [TestMethod]
    public async Task Put_ManyAtOnce_EachIsAVersionOfItsOwn()
    {
        SpecShelf[] shelves = [.. Enumerable.Range(0, 20).Select(_ => Open())];

        await Task.WhenAll(shelves.Select((shelf, number) => Task.Run(() => PutAsync(shelf, $"text {number}"))));

        Assert.AreSequenceEqual(Enumerable.Range(1, 20).ToArray(), Open().Versions("mine").ToArray());
        Assert.HasCount(20, Enumerable.Range(1, 20).Select(version => Open().Get("mine", version).Text).ToHashSet());
    }

    [TestMethod]
    public async Task Delete_Spec_IsGoneWithItsVersions()
    {
        SpecShelf shelf = Open();
        await PutAsync(shelf, "one");

        await shelf.DeleteAsync("mine", CancellationToken.None);

        Assert.IsEmpty(shelf.List());
        Assert.ThrowsExactly<UnknownSpecException>(() => shelf.Get("mine", 1));
        await Assert.ThrowsExactlyAsync<UnknownSpecException>(() => shelf.DeleteAsync("mine", CancellationToken.None));
    }

    [TestMethod]
    public async Task List_WhatAKillLeftBehind_IsNoSpecAndIsSweptUp()
    {
        SpecShelf shelf = Open();
        await PutAsync(shelf, "one");
        folder.Write("state/specs/mine/2.json.77.tmp", "{");
        Directory.CreateDirectory(folder.File("state/specs/.removed-1"));

        Assert.HasCount(1, shelf.List());
        Assert.AreEqual((2, true), await PutAsync(shelf, "two"));
        Assert.IsFalse(Directory.Exists(folder.File("state/specs/.removed-1")));
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("../runs/mine-1")]
    [DataRow(".removed-1")]
    [DataRow("")]
    public void Get_WhatIsNoName_IsNotLookedFor(string name) => Assert.ThrowsExactly<UnknownSpecException>(() => Open().Get(name, 1));

    public void Dispose() => folder.Dispose();

    private static async Task<(int Version, bool IsNew)> PutAsync(SpecShelf shelf, string text)
    {
        PutSpec put = await shelf.PutAsync("mine", text, by: null, CancellationToken.None);
        return (put.Spec.Version, put.IsNew);
    }

    private SpecShelf Open() => new(StateFolder.Open(folder.File("state")), new FakeTimeProvider());
}
