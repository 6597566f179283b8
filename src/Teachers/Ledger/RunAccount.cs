using Tapir.Teachers.Budgets;

namespace Tapir.Teachers.Ledger;

/// <summary>Budget and spending of one run within one transaction.</summary>
internal sealed class RunAccount(string run, BudgetLimits limits, Spending spent)
{
    public BudgetLimits Limits { get; set; } = limits;

    public Spending Spent { get; private set; } = spent;

    public void Add(TotalsChange change) => Spent += change.AsSpending();

    public bool Allows(Reservation reservation) => (Spent + reservation.AsSpending()).FirstOver(Limits) is null;

    public BudgetExceededException Refuse(Reservation reservation) => new(run, Spent, reservation.AsSpending(), Limits);
}
