using Tapir.Host.Runs;
using Tapir.Host.State;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Tests.Runs;

[TestClass]
public sealed class BudgetAmountTests
{
    private static readonly BudgetSpec Limited = new() { Calls = 10, Tokens = 20, Money = 0.5 };

    [TestMethod]
    public void AddTo_CallsTokensOrMoney_RaisesThatAlone()
    {
        Assert.AreEqual(Limited with { Calls = 5010 }, BudgetAmount.Parse("5000calls").AddTo(Limited));
        Assert.AreEqual(Limited with { Tokens = 2_000_020 }, BudgetAmount.Parse("2000000tokens").AddTo(Limited));
        Assert.AreEqual(Limited with { Money = 13 }, BudgetAmount.Parse("12.50").AddTo(Limited));
    }

    [TestMethod]
    [DataRow("5000")]
    [DataRow("12.50")]
    public void Parse_NumberAlone_IsMoney(string amount) => Assert.AreEqual(BudgetUnit.Money, BudgetAmount.Parse(amount).Unit);

    [TestMethod]
    [DataRow("")]
    [DataRow("calls")]
    [DataRow("-5calls")]
    [DataRow("0calls")]
    [DataRow("0.5calls")]
    [DataRow("5cats")]
    [DataRow("5lacs")]
    [DataRow("99999999999999999999calls")]
    [DataRow("NaN")]
    public void Parse_NoAmount_ShowsHowItIsWritten(string amount)
    {
        StateException error = Assert.ThrowsExactly<StateException>(() => BudgetAmount.Parse(amount));

        StringAssert.Contains(error.Message, $"'{amount}' is no amount; write 5000calls");
    }

    [TestMethod]
    public void AddTo_NoLimit_SaysThatThereIsNothingToRaise() =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => BudgetAmount.Parse("5calls").AddTo(new BudgetSpec())).Message, "no limit of calls");

    [TestMethod]
    [DataRow("9000000000")]
    [DataRow("79000000000000000000000000000")]
    public void AddTo_MoreMoneyThanCanBeCounted_SaysHowMuchThereMayBe(string amount) =>
        StringAssert.Contains(Assert.ThrowsExactly<StateException>(() => BudgetAmount.Parse(amount).AddTo(Limited)).Message, "9,000,000,000; add less");

    [TestMethod]
    public void AddTo_UpToTheMostMoney_IsIt() =>
        Assert.AreEqual(BudgetSpec.MostMoney, BudgetAmount.Parse("8999999999.5").AddTo(Limited).Money);

    [TestMethod]
    public void AddTo_MoreThanCanBeCounted_IsTheMost() =>
        Assert.AreEqual(long.MaxValue, BudgetAmount.Parse("9223372036854775807calls").AddTo(Limited).Calls);
}
