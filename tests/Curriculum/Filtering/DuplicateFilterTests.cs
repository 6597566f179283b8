using Tapir.Curriculum.Filtering;

namespace Tapir.Curriculum.Tests.Filtering;

[TestClass]
public sealed class DuplicateFilterTests
{
    private const string First = "Tom has 12 apples and buys 7 more at the market. How many apples does he have?";

    private const string OtherNumbers = "Tom has 31 apples and buys 9 more at the market. How many apples does he have?";

    [TestMethod]
    public void AddIfNew_OtherNumbersInAKnownFamily_IsANewTask()
    {
        DuplicateFilter filter = new(new DuplicateOptions());
        filter.Add("a", First, "word problems");

        Assert.IsNull(filter.AddIfNew("b", OtherNumbers, "word problems"));
    }

    [TestMethod]
    public void AddIfNew_EqualInAKnownFamily_IsADuplicate()
    {
        DuplicateFilter filter = new(new DuplicateOptions());
        filter.Add("a", First, "word problems");

        Assert.AreEqual(new NearDuplicate("a", 1), filter.AddIfNew("b", First.ToUpperInvariant(), "word problems"));
    }

    [TestMethod]
    public void AddIfNew_OtherNumbersInFreeText_IsADuplicate()
    {
        DuplicateFilter filter = new(new DuplicateOptions());
        filter.Add("a", First, null);

        Assert.AreEqual("a", filter.AddIfNew("b", OtherNumbers, null)?.Id);
    }

    [TestMethod]
    public void AddIfNew_FamiliesComparedBySimilarity_IsADuplicate()
    {
        DuplicateFilter filter = new(new DuplicateOptions { VerifiableTasks = VerifiableDuplicates.Similar });
        filter.Add("a", First, "word problems");

        Assert.AreEqual("a", filter.AddIfNew("b", OtherNumbers, "word problems")?.Id);
    }

    [TestMethod]
    public void AddIfNew_HigherThreshold_LetsMoreThrough()
    {
        DuplicateFilter filter = new(new DuplicateOptions { Threshold = 0.95 });
        filter.Add("a", First, null);

        Assert.IsNull(filter.AddIfNew("b", OtherNumbers, null));
    }
}
