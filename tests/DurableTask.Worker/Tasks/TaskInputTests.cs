using System.Text.Json;
using Tapir.DurableTask.Converters;

namespace Tapir.DurableTask.Worker.Tests.Tasks;

[TestClass]
public sealed class TaskInputTests
{
    [TestMethod]
    [DataRow("[\"s\"]", typeof(string), "s", DisplayName = "a list of one, from .NET")]
    [DataRow("\"s\"", typeof(string), "s", DisplayName = "bare, from another language")]
    [DataRow("[5]", typeof(int), 5, DisplayName = "a number in a list")]
    [DataRow("[null]", typeof(int), null, DisplayName = "nothing, for a number")]
    [DataRow("[null]", typeof(string), null, DisplayName = "nothing, for a text")]
    [DataRow(null, typeof(string), null, DisplayName = "no input")]
    [DataRow("", typeof(string), null, DisplayName = "no input, as the SDK for JavaScript sends it")]
    public void ReadArgument_OneValue_IsRead(string? text, Type type, object? expected) =>
        Assert.AreEqual(expected, TaskInput.ReadArgument(JsonDataConverter.Default, text, type));

    [TestMethod]
    [DataRow("[[1,2]]", DisplayName = "a list in a list, from .NET")]
    [DataRow("[1,2]", DisplayName = "a bare list, from another language")]
    public void ReadArgument_List_IsRead(string text) =>
        CollectionAssert.AreEqual(new[] { 1, 2 }, (int[])TaskInput.ReadArgument(JsonDataConverter.Default, text, typeof(int[]))!);

    [TestMethod]
    public void ReadArgument_OfAnotherType_Throws() =>
        Assert.ThrowsExactly<JsonException>(() => TaskInput.ReadArgument(JsonDataConverter.Default, "[\"text\"]", typeof(int)));

    [TestMethod]
    public void ReadArgument_JsonElement_IsTheArgument() =>
        Assert.AreEqual(JsonValueKind.Object, ((JsonElement)TaskInput.ReadArgument(JsonDataConverter.Default, "[{}]", typeof(JsonElement))!).ValueKind);
}
