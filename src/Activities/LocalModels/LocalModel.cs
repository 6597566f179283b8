using Tapir.Models;

namespace Tapir.Activities.LocalModels;

/// <summary>A model of this machine, read.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Digest">SHA-256 of its files, 64 hexadecimal digits: models of one name are told apart by it.</param>
public sealed record LocalModel(string Name, string Digest, Student Student) : IDisposable
{
    public void Dispose() => Student.Dispose();
}
