import MagicString from "magic-string"
import { SourceMap } from "node:module"
import { expect, test } from "vitest"
import { passArguments } from "../../../scripts/compact/arguments.mjs"
import { copyNulls } from "../../../scripts/compact/arrays.mjs"
import { cutClassTable } from "../../../scripts/compact/class-table.mjs"
import { shareFieldNames } from "../../../scripts/compact/fields.mjs"
import { inlineSmallFunctions } from "../../../scripts/compact/inline.mjs"
import { readModule } from "../../../scripts/compact/module.mjs"
import { dropRootField } from "../../../scripts/compact/root-class.mjs"
import { exportKeepShapes } from "../../../scripts/compact/shapes.mjs"
import { likeBesideLike } from "../../../scripts/compact/order.mjs"
import { dropSelfAssignments } from "../../../scripts/compact/self-assignments.mjs"
import { parseModule } from "../../../scripts/compact/syntax.mjs"
import { textsInOrderOfUse } from "../../../scripts/compact/texts.mjs"
import { mergeTwins } from "../../../scripts/compact/twins.mjs"

/** What TeaVM makes of an interface nobody tests for, one that somebody does, a class, its subclass and a stranger. */
const COMPILED = `
let META = Symbol(), create = () => ({ clinit: () => {} }), all = [];
let isInstance = (o, c) => o.constructor[META].superinterfaces.indexOf(c) >= 0;
let register = data => { let i = 0; while (i < data.length) { let cls = data[i++]; all.push(cls); let m = create(); cls[META] = m; i += 7; } };
let none = f => function () { return f(this); }, one = f => function (p1) { return f(this, p1); };
let factory = superclass=>{if(superclass===0){return function () {};}return function () { superclass.call(this); };};
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
  copyNulls(text)
  const { array } = await load(text.toString())

  for (const length of [0, 1, 64, 65, 1000]) {
    const first = array(null, length)
    expect(first).toEqual(Array(length).fill(null))
    first[0] = "mine"
    expect(array(null, length)).toEqual(Array(length).fill(null))
  }
  expect(() => copyNulls(new MagicString("let array = []"))).toThrow("in another way")
})

test("argumentsOfMethodsAndCallbacks_arePassedOn", async () => {
  const source =
    "export let method = f=>function(){return f.apply(null,[this].concat(Array.prototype.slice.call(arguments)));};" +
    "export let callback = (b,c) => function(){return b[c].apply(b,arguments);};"
  const text = new MagicString(source)
  passArguments(text)
  const { method, callback } = await load(text.toString())

  for (const length of [0, 1, 3, 4, 6]) {
    const given = Array.from({ length }, (_, i) => `argument ${i}`)
    const seen = []
    const object = { name: "object", run: (...all) => seen.push(all) }
    // A method has its object for its first parameter.
    const compiled = (self, ...all) => seen.push([self.name, ...all.slice(0, length)])
    Object.defineProperty(compiled, "length", { value: length + 1 })
    object.method = method(compiled)
    object.method(...given)
    callback(object, "run")(...given)
    expect(seen).toEqual([["object", ...given], given])
  }
  expect(() => passArguments(new MagicString("let method = f => f"))).toThrow("in another way")
})

test("methodOfAnotherForm_isRefused", () => {
  expect(() => compacted(COMPILED.replace("none(sum)", "function(){return sum(this);}"))).toThrow("in another form")
})

test("assignmentOfAVariableToItself_isDropped", () => {
  expect(compacted(COMPILED)).not.toContain("a = a;")
})

test("callOfASmallFunction_isReplacedByWhatItDoes", () => {
  const functions = "let size=a=>{return a.n;},put=(a,b)=>a.add(b),next=a=>a.n+1;"
  const replaced = (call) => inlined(`${functions}let test=(x,y)=>{${call}};`).slice(functions.length)

  expect(replaced("return size(x)")).toBe("let test=(x,y)=>{return x.n};")
  expect(replaced("put(x.list(),y)")).toBe("let test=(x,y)=>{x.list().add(y)};")
  expect(replaced("return size(x||y)")).toBe("let test=(x,y)=>{return (x||y).n};")
  expect(replaced("return next(x)*2")).toBe("let test=(x,y)=>{return (x.n+1)*2};")
  expect(replaced("return size(x.get(size(y)))")).toBe("let test=(x,y)=>{return x.get(y.n).n};")
})

test("callOfASmallFunction_stays_whereItsArgumentsWouldBeEvaluatedInAnotherOrder", () => {
  const stays = (source) => expect(inlined(source)).toBe(source)

  stays("let put=(a,b)=>a.add(b),test=x=>put(x,x.next());")
  stays("let put=(a,b)=>b.add(a),test=(x,y)=>put(x,y);")
  stays("let o=[],append=a=>o.push(a),test=x=>append(x.next());")
  stays("let twice=a=>a.b+a.c,test=x=>twice(x.next());")
  stays("let maybe=a=>a?a.b:0,test=x=>maybe(x);")
  stays("let last=0,add=(a,b)=>a.f(b),test=x=>add(x,last);")
  expect(inlined("let o=[],append=a=>o.push(a),test=x=>append(x);")).toContain("test=x=>o.push(x);")
})

test("callOfASmallFunction_stays_whereItsNamesMeanSomethingElse", () => {
  const stays = (source) => expect(inlined(source)).toBe(source)

  stays("let g=a=>a?1:2,size=a=>g(a.b),test=(x,g)=>size(x)+g;")
  stays("let size=a=>a.b,test=x=>size(x);size=null;")
  stays("let size=a=>size(a.b),test=x=>size(x);")
  stays("let size=a=>a.b,test=x=>size(x,1);")
})

test("functionsThatDoTheSame_areOne", () => {
  const text = new MagicString("let f=a=>{return a.b;},g=a=>{return a.b;},h=a=>{return a.c;},k=a=>[f,g(a),h];g.x=1;")

  expect(mergeTwins(parseModule(text.original), text)).toBe(2)
  expect(text.toString()).toContain("k=a=>[f,f(a),h];f.x=1;")
})

test("functionThatIsReplacedLater_hasNoTwin", () => {
  const text = new MagicString("let f=()=>1,g=()=>1;f=()=>2;")

  expect(mergeTwins(parseModule(text.original), text)).toBe(0)
})

test("objectsBeginEmpty_andHaveAnIdentityWhenItIsAskedFor", async () => {
  const source =
    "let ids=0,next=()=>++ids,make=superclass=>{if(superclass===0){return()=>{};}superclass??=Root;" +
    "return function(){superclass.call(this);};},Plain=make(),Plainer=make(Plain),Inner=make(Leaf);" +
    "function Root(){this.$id$=0;}function Leaf(){Plainer.call(this);this.x=1;}function Twig(){Inner.call(this);this.y=1;}" +
    "export let leaf=()=>new Leaf(),twig=new Twig(),id=a=>{if(!a.$id$)a.$id$=next();return a.$id$;};"
  const text = new MagicString(source)
  dropRootField(parseModule(source), text)
  const { leaf, twig, id } = await load(text.toString())
  const [one, other] = [leaf(), leaf()]

  expect(text.toString()).not.toContain("Plainer.call")
  expect(Object.keys(one)).toEqual(["x"])
  expect(Object.keys(twig)).toEqual(["x", "y"])
  expect([id(one), id(other), id(one)]).toEqual([1, 2, 1])
  expect(() => dropRootField(parseModule("let a=1;"), new MagicString("let a=1;"))).toThrow("another form")
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

test("arrowFunctionWithStatements_isDeclaredAsAFunction_unlessItHasAnotherThis", async () => {
  const source =
    "let sum=(a,b)=>{return a+b},twice=a=>{return sum(a,a)},one=a=>a,self=()=>{return this},counted=()=>{counted=()=>2;return 1};" +
    "let said=[twice(3),one(4),self(),counted(),counted(),typeof sum.prototype];export{said};"
  const { code, map } = likeBesideLike(source, lineMap(source))

  expect((await load(code)).said).toEqual([6, 4, undefined, 1, 2, "object"])
  expect(code).toContain("function sum(a,b){return a+b}")
  expect(code).toContain("function twice(a){return sum(a,a)}")
  expect(code).toContain("one=a=>a")
  expect(code).toContain("self=()=>{return this}")
  const place = code.indexOf("twice(a){")
  expect(new SourceMap(JSON.parse(map)).findEntry(0, place).originalColumn).toBe(source.indexOf("twice="))
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

/** After one round. */
function inlined(source) {
  const text = new MagicString(source)
  inlineSmallFunctions(parseModule(source), text)
  return text.toString()
}

async function load(code) {
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}
