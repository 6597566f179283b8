namespace Tapir.Activities.Tests;

[TestClass]
public sealed class TapirFunctionsTests
{
    [TestMethod]
    public async Task Contracts_AreThoseThatAreImplementedByName()
    {
        await using ActivityHouse house = new();

        CollectionAssert.AreEqual(house.Functions.Functions.ToArray(), TapirFunctions.Contracts.ToArray());
    }
}
