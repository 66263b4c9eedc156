import MagicString from "magic-string"
import { SourceMap } from "node:module"
import { expect, test } from "vitest"
import { pushNulls } from "../../../scripts/compact/arrays.mjs"
import { cutClassTable } from "../../../scripts/compact/class-table.mjs"
import { shareFieldNames } from "../../../scripts/compact/fields.mjs"
import { readModule } from "../../../scripts/compact/module.mjs"
import { exportKeepShapes } from "../../../scripts/compact/shapes.mjs"
import { likeBesideLike } from "../../../scripts/compact/order.mjs"
import { dropSelfAssignments } from "../../../scripts/compact/self-assignments.mjs"
import { textsInOrderOfUse } from "../../../scripts/compact/texts.mjs"

/** What TeaVM makes of an interface nobody tests for, one that somebody does, a class, its subclass and a stranger. */
const COMPILED = `
let META = Symbol(), create = () => ({ clinit: () => {} }), all = [];
let isInstance = (o, c) => o.constructor[META].superinterfaces.indexOf(c) >= 0;
let register = data => { let i = 0; while (i < data.length) { let cls = data[i++]; all.push(cls); let m = create(); cls[META] = m; i += 7; } };
let none = f => function () { return f(this); }, one = f => function (p1) { return f(this, p1); };
let factory = parent => function () {};
let Untested = factory(0), Tested = factory(0);
function Base() { this.$id$ = 0; }
function Shape() { let a = this; Base.call(a); a.aa = 1; a.ab = 2; }
function Square() { let a = this; Shape.call(a); a.ac = 3; }
function Stranger() { Base.call(this); this.ad = 4; }
let sum = a => { a = a; return a.aa + a.ab + a.ac; }, scale = (a, b) => sum(a) * b, lone = a => a.ad, x = { a: 5 }.a;
register([Base,0,0,[],1,0,0,0, Untested,0,Base,[],1537,0,0,0, Tested,0,Base,[],1537,0,0,0,
  Shape,0,Base,[Untested,Tested],1,0,0,["area",none(sum),["times","by"],one(scale)], Square,0,Shape,[],1,0,0,0,
  Stranger,0,Base,[],1,0,0,0]);
export const square = new Square(), stranger = new Stranger(), tested = isInstance(new Shape(), Tested),
  area = square.area(), doubled = square.times(2), tripled = square.by(3), alone = lone(stranger), literal = x;
`

test("fieldsKeepTheirValues_whenClassesShareTheirNames", async () => {
  const { square, stranger, ...results } = await load(compacted(COMPILED))

  expect(results).toEqual({
    tested: true,
    area: 6,
    doubled: 12,
    tripled: 18,
    alone: 4,
    literal: 5,
    keepShapes: expect.any(Function),
  })
  expect(Object.keys(square)).toEqual(["b", "c", "d", "e"])
  expect(Object.keys(stranger)).toEqual(["b", "c"])
})

test("interfaceLeavesTheTable_whenNothingTestsForIt", () => {
  const table = compacted(COMPILED).split("register([")[1]

  expect(table).toContain("Tested,Base")
  expect(table).not.toContain("Untested")
})

test("objectOfEachClassIsKept_anewWithEachCall", async () => {
  const { keepShapes } = await load(compacted(COMPILED))

  keepShapes()
  const first = keepShapes.kept
  keepShapes()

  expect(keepShapes.kept.map((each) => each.constructor.name)).toEqual(["Base", "", "Shape", "Square", "Stranger"])
  expect(keepShapes.kept.map((each) => Object.keys(each).length)).toEqual([1, 0, 3, 4, 2])
  expect(keepShapes.kept).not.toContain(first[2])
})

test("arrayOfObjects_isFullOfNulls", async () => {
  const source = "export let array = (cls, sz) => { let data = new Array(sz); data.fill(null); return data; };"
  const text = new MagicString(source)
  pushNulls(text)
  const { array } = await load(text.toString())

  for (const length of [0, 1, 64, 65, 1000]) expect(array(null, length)).toEqual(Array(length).fill(null))
  expect(() => pushNulls(new MagicString("let array = []"))).toThrow("in another way")
})

test("methodOfAnotherForm_isRefused", () => {
  expect(() => compacted(COMPILED.replace("none(sum)", "function(){return sum(this);}"))).toThrow("in another form")
})

test("assignmentOfAVariableToItself_isDropped", () => {
  expect(compacted(COMPILED)).not.toContain("a = a;")
})

test("textsKeepTheirUses_whenTheyGetOtherNumbers", async () => {
  const { code, map } = textsInOrderOfUse(TEXTS, lineMap(TEXTS))

  expect((await load(code)).said).toBe("once,often,often,often,yes")
  expect(code).toContain('["often","once",`yes`,"no"]')
  expect(new SourceMap(JSON.parse(map)).findEntry(0, code.indexOf("said=")).originalColumn).toBe(TEXTS.indexOf("said="))
})

test("listOfTextsThatIsReadOtherwise_isRefused", () => {
  const read = (from, to) => () => textsInOrderOfUse(TEXTS.replace(from, to), lineMap(TEXTS))

  expect(read("get(4)", "get(said)")).toThrow("not a number")
  expect(read("get(4)", "[4].map(get)")).toThrow("without a call")
  expect(read("get=at=>all[at]", "get=at=>all.at(at)")).toThrow("has another form")
})

test("classWithAName_isRefused", () => {
  const named = COMPILED.replace("Stranger,0,Base", 'Stranger,"Stranger",Base')

  expect(() => readModule(named)).toThrow("keeps its Java name")
})

test("likeStandsBesideLike_andWhatRunsKeepsItsOrder", async () => {
  const source =
    'let first=(a,b)=>a.x[b].length+1,other=t=>{for(;;)if(t())return"no"},log=[];function Shape(){this.a=0}' +
    "log.push(typeof second);let late=log.push(new Shape().a),second=(a,b)=>a.x[b].length+2,none;" +
    "none=late;function Point(){this.a=1}log.push(second({x:[[7]]},0),new Point().a,none,typeof other);export{log,first};"
  const { code, map } = likeBesideLike(source, lineMap(source))

  expect((await load(code)).log).toEqual(["function", 0, 3, 1, 2, "function"])
  expect(code).toContain("function Shape(){this.a=0}function Point(){this.a=1}")
  expect(code).toContain("let first=(a,b)=>a.x[b].length+1,second=(a,b)=>a.x[b].length+2,")
  const place = code.indexOf("second=(")
  expect(new SourceMap(JSON.parse(map)).findEntry(0, place).originalColumn).toBe(source.indexOf("second=("))
})

test("declarationThatMayNotMove_isRefused", () => {
  expect(() => likeBesideLike("var a=1;export{a};", lineMap("var a=1;export{a};"))).toThrow("declares with var")
})

/** A list of texts as it stands in a minified module, with one that nothing uses. */
const TEXTS =
  "let all,fill=texts=>{all=new Array(texts.length);for(let i=0;i<texts.length;++i)all[i]=texts[i]},get=at=>all[at];" +
  'fill(["unused","no",`yes`,"once","often"]);' +
  "let said=[get(3),get(4),get(4),get(4),get(all?2:1)].join();export{said};"

/** The map of a text to itself. */
function lineMap(source) {
  return new MagicString(source).generateMap({ hires: "boundary", source: "engine.js" }).toString()
}

function compacted(source) {
  const module = readModule(source)
  const text = new MagicString(source)
  shareFieldNames(module, text)
  cutClassTable(module, text)
  dropSelfAssignments(module, text)
  exportKeepShapes(text)
  return text.toString()
}

async function load(code) {
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}
