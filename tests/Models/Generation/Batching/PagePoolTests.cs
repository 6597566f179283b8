using Tapir.Models.Generation.Batching;
using Tapir.Models.Kernels;

namespace Tapir.Models.Tests.Generation.Batching;

[TestClass]
public sealed class PagePoolTests
{
    private static readonly PageLayout Layout = new(new AttentionShape(2, 1, 8), 1);

    [TestMethod]
    public void Find_PageThatNobodyHolds_IsThereUntilItsMemoryIsNeeded()
    {
        using PagePool pool = new(Layout, capacity: 2);
        Page first = Filled(pool, 1), second = Filled(pool, 2);
        pool.Release(first);
        pool.Release(second);

        Page again = pool.Find(null, Tokens(1))!;
        pool.Rent();

        Assert.AreSame(first, again);
        Assert.IsNull(pool.Find(null, Tokens(2)), "the one that was not used again gave its memory");
        Assert.AreEqual(2, pool.Allocated);
    }

    [TestMethod]
    public void Find_SameTokensAfterOthers_AreAnotherPage()
    {
        using PagePool pool = new(Layout, capacity: 4);
        Page first = Filled(pool, 1), other = Filled(pool, 2), after = pool.Rent();
        pool.Fill(after, first, Tokens(3));

        Assert.AreSame(after, pool.Find(first, Tokens(3)));
        Assert.IsNull(pool.Find(other, Tokens(3)));
        Assert.IsNull(pool.Find(null, Tokens(3)));
    }

    [TestMethod]
    public void TryPromise_MoreThanThereIs_IsRefusedUntilSomeIsTakenBack()
    {
        using PagePool pool = new(Layout, capacity: 3);

        Assert.IsTrue(pool.TryPromise(2));
        Assert.IsFalse(pool.TryPromise(2));
        pool.TakeBackPromise(1);
        Assert.IsTrue(pool.TryPromise(2));
    }

    private static Page Filled(PagePool pool, int token)
    {
        Page page = pool.Rent();
        pool.Fill(page, null, Tokens(token));
        return page;
    }

    private static int[] Tokens(int token) => [.. Enumerable.Repeat(token, PageLayout.Positions)];
}
